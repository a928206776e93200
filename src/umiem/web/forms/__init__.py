"""Forms of the pages: they read and trim input; whether it is allowed is for the services to say."""

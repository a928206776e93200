"""What requests and answers look like, one file per subject; a name stands for one shape in the whole API."""

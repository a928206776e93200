"""Pages for people, by audience: public, issuer, learner, verifier, operator."""

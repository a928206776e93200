"""Pages for the learner: what was awarded, what is shared."""

"""The verbs: one function per use case, in the order permission → transaction → audit → call."""

"""What belongs to the learner: claiming, the portfolio, sharing, rights."""

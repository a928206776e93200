"""Definitions and badges from elsewhere, read into drafts.

Open Badges 2 BadgeClass, Open Badges 3 Achievement, ELM LearningAchievementSpecification and course
catalogues as CSV. A draft is never published by itself: ``assess_definition`` says what it lacks for Annex I.
"""

"""Plans on pages: the form, the plan in words, the timeline; shared by visitors, learners and counsellors."""

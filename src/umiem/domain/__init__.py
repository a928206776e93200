"""The institution's rules: definition, gate, award, stacking, skills, plans. No Django, network, database."""

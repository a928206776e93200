"""Documents for people: certificates, sheets and badges, set in type and drawn."""

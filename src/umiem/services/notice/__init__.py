"""What people are told: mails, reminders, reports of errors."""

"""What Django and allauth say about a form: their sentences, so that our catalogue can say them our way.

Their own Polish is in another register ("Wpisz …", "Upewnij się …"). A sentence with the same English in our
catalogue takes its place; nothing else of theirs is changed. A test asks every form for what it can say.
"""

from __future__ import annotations

from umiem.sentences import N_, NN_

OF_DJANGO = (
    N_("This field is required."),
    N_("Select a valid choice. %(value)s is not one of the available choices."),
    N_("Select a valid choice. That choice is not one of the available choices."),
    N_("Enter a list of values."),
    N_("Enter a number."),
    N_("Enter a whole number."),
    N_("Enter a valid integer."),
    N_("Enter a valid value."),
    N_("Enter a valid date."),
    N_("Enter a valid date/time."),
    N_("Enter a valid time."),
    N_("Enter a valid URL."),
    N_("Enter a valid email address."),
    N_("Enter a valid UUID."),
    N_("Enter a valid JSON."),
    N_("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    N_("Ensure this value is less than or equal to %(limit_value)s."),
    N_("Ensure this value is greater than or equal to %(limit_value)s."),
    N_("Ensure this value is a multiple of step size %(limit_value)s."),
    N_("Null characters are not allowed."),
    N_("No file was submitted. Check the encoding type on the form."),
    N_("No file was submitted."),
    N_("The submitted file is empty."),
    N_("Please either submit a file or check the clear checkbox, not both."),
)
OF_DJANGO_COUNTED = (
    NN_(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
    ),
    NN_(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    NN_(
        "Ensure this filename has at most %(max)d character (it has %(length)d).",
        "Ensure this filename has at most %(max)d characters (it has %(length)d).",
    ),
    NN_(
        "Ensure that there are no more than %(max)s digit in total.",
        "Ensure that there are no more than %(max)s digits in total.",
    ),
    NN_(
        "Ensure that there are no more than %(max)s decimal place.",
        "Ensure that there are no more than %(max)s decimal places.",
    ),
    NN_(
        "Ensure that there are no more than %(max)s digit before the decimal point.",
        "Ensure that there are no more than %(max)s digits before the decimal point.",
    ),
)
OF_ALLAUTH = (
    N_("This account is currently inactive."),
    N_("You cannot remove your primary email address."),
    N_("This email address is already associated with this account."),
    N_("A user is already registered with this email address."),
    N_("Invalid or expired key."),
    N_("You cannot add more than %d email addresses."),
    N_("Your primary email address must be verified."),
    N_("Please select only one."),
    N_("The new value must be different from the current one."),
    N_("Be patient, you are sending too many requests."),
    N_("You cannot add an email address to an account protected by two-factor authentication."),
    N_("You cannot deactivate two-factor authentication."),
    N_("You cannot activate two-factor authentication until you have verified your email address."),
)

"""The later steps of the editor: assessment, participation, quality, appearance."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from umiem.web.editor.field import Field, Step

ASSESSMENT = Step(
    name="assessment",
    title=_("Assessment"),
    lead=_("How the outcomes are tested, and how sure it is who was tested."),
    fields=(
        Field(
            path="assessments",
            kind="group",
            element="M9",
            label=_("Assessments"),
            item=_("Assessment"),
            fields=(
                Field(path="id", kind="code", label=_("Mark")),
                Field(path="title", kind="words", element="M9", label=_("Name of the assessment")),
                Field(
                    path="type",
                    kind="one",
                    vocabulary="ASSESSMENT_TYPES",
                    element="M9",
                    label=_("Type of assessment"),
                ),
                Field(
                    path="mode",
                    kind="one",
                    vocabulary="LEARNING_MODES",
                    element="M9",
                    label=_("Mode of assessment"),
                ),
                Field(
                    path="supervision",
                    kind="one",
                    vocabulary="SUPERVISION",
                    element="O2",
                    label=_("Supervision and identity verification"),
                ),
                Field(
                    path="description",
                    kind="prose",
                    element="M9",
                    label=_("What happens"),
                    help=_("How long, where, with what, and what is handed in."),
                ),
                Field(path="weight_percent", kind="whole", element="M9", label=_("Weight in percent")),
            ),
        ),
        Field(
            path="grading.title",
            kind="words",
            element="O3",
            label=_("Name of the grading scale"),
            help=_("Leave the scale empty when there are no grades."),
        ),
        Field(
            path="grading.values",
            kind="lines",
            element="O3",
            label=_("Values of the scale"),
            help=_("From the lowest to the highest, one on each line."),
        ),
        Field(path="grading.lowest_pass", kind="plain", element="O3", label=_("Lowest value that passes")),
    ),
)

PARTICIPATION = Step(
    name="participation",
    title=_("Participation"),
    lead=_("How, where, in which language one takes part, and who can enrol."),
    fields=(
        Field(
            path="participation.modes",
            kind="many",
            vocabulary="LEARNING_MODES",
            element="M10",
            label=_("Form of participation"),
        ),
        Field(
            path="participation.setting",
            kind="one",
            vocabulary="LEARNING_SETTINGS",
            element="M10",
            label=_("Learning setting"),
        ),
        Field(
            path="participation.activities",
            kind="many",
            vocabulary="LEARNING_ACTIVITIES",
            element="M10",
            label=_("Learning activities"),
        ),
        Field(
            path="participation.languages",
            kind="many",
            vocabulary="LANGUAGES",
            element="M10",
            label=_("Languages of instruction"),
        ),
        Field(
            path="participation.schedule",
            kind="one",
            vocabulary="LEARNING_SCHEDULES",
            element="M10",
            label=_("Schedule"),
        ),
        Field(
            path="participation.place",
            kind="words",
            element="M10",
            label=_("Place"),
            help=_("Needed unless everything is online."),
        ),
        Field(
            path="prerequisites",
            kind="prose",
            element="O1",
            label=_("Prerequisites"),
            help=_("Write “none” when anybody can enrol."),
        ),
        Field(
            path="requires",
            kind="group",
            label=_("What must be held first"),
            help=_(
                "Skills or micro-credentials without which one cannot begin; plans of learners respect them."
            ),
            item=_("Requirement"),
            fields=(
                Field(path="title", kind="words", label=_("Name of the skill or micro-credential")),
                Field(
                    path="reference",
                    kind="plain",
                    label=_("Address of the skill in ESCO, or identifier of the micro-credential"),
                ),
            ),
        ),
        Field(
            path="guidance",
            kind="prose",
            label=_("Where to ask"),
            help=_("Who helps people to choose, also people with disabilities."),
        ),
    ),
)

QUALITY = Step(
    name="quality",
    title=_("Quality"),
    lead=_("Who looks after the quality, and who is heard."),
    fields=(
        Field(
            path="quality_assurance.types",
            kind="many",
            vocabulary="QUALITY_ASSURANCE_TYPES",
            element="M11",
            label=_("Types of quality assurance"),
        ),
        Field(
            path="quality_assurance.statement",
            kind="prose",
            element="M11",
            label=_("Statement on quality assurance"),
            help=_("Who checks what, how often, and what happens then."),
        ),
        Field(
            path="quality_assurance.procedure",
            kind="address",
            element="M11",
            label=_("Web address of the procedure"),
        ),
        Field(
            path="quality_assurance.accreditations",
            kind="group",
            element="M11",
            label=_("Accreditations"),
            item=_("Accreditation"),
            fields=(
                Field(path="title", kind="words", element="M11", label=_("Name of the decision")),
                Field(
                    path="type",
                    kind="one",
                    vocabulary="QUALITY_ASSURANCE_TYPES",
                    element="M11",
                    label=_("Type"),
                ),
                Field(path="agent", kind="words", element="M11", label=_("Who decided")),
                Field(path="reference", kind="plain", element="M11", label=_("Number or address")),
                Field(path="valid_until", kind="day", element="M11", label=_("Valid until")),
            ),
        ),
        Field(
            path="quality_assurance.learner_feedback",
            kind="prose",
            element="M11",
            label=_("How learners are heard"),
        ),
        Field(
            path="quality_assurance.peer_review",
            kind="prose",
            element="M11",
            label=_("How peers are heard"),
            help=_("Other providers, experts, employers."),
        ),
        Field(path="review.last", kind="day", label=_("Last reviewed on")),
        Field(
            path="review.by",
            kind="day",
            label=_("Reviewed again by"),
            help=_("At the latest three years from now."),
        ),
    ),
)

APPEARANCE = Step(
    name="appearance",
    title=_("Appearance"),
    lead=_("The rosette is drawn from the address of the definition; you choose its colour."),
    fields=(
        Field(path="hue", kind="one", vocabulary="HUES", label=_("Colour of the rosette")),
        Field(
            path="image", kind="address", label=_("Address of a picture"), help=_("Instead of the rosette.")
        ),
        Field(
            path="further_information",
            kind="prose",
            element="O5",
            label=_("Further information"),
            help=_("What else a reader of the credential should know."),
        ),
    ),
)

"""The first steps of the editor: purpose, basics, learning outcomes, workload and level."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from umiem.web.editor.field import Field, Step

SKILL = (
    Field(path="uri", kind="plain", label=_("Address in ESCO")),
    Field(path="label", kind="words", label=_("Name of the skill")),
    Field(path="hours", kind="whole", label=_("Hours for this skill")),
)
OCCUPATION = SKILL[:2]

PURPOSE = Step(
    name="purpose",
    title=_("Purpose"),
    lead=_("Whom is it for, what need does it answer, and does it stand alone?"),
    fields=(
        Field(
            path="target_group",
            kind="prose",
            label=_("Target group"),
            help=_("Who should learn this? For instance: office workers who prepare reports."),
        ),
        Field(
            path="relevance.statement",
            kind="prose",
            label=_("Why it is worth having"),
            help=_("The need of society, of persons or of the labour market that it answers."),
        ),
        Field(
            path="relevance.occupations",
            kind="links",
            vocabulary="occupations",
            label=_("Occupations"),
            help=_("Occupations of ESCO in which these skills are used."),
            fields=OCCUPATION,
        ),
        Field(
            path="relevance.consulted",
            kind="prose",
            label=_("Who was asked"),
            help=_("Employers, social partners or communities that helped to design it."),
        ),
        Field(
            path="stackability.type",
            kind="one",
            vocabulary="STACKABILITY",
            element="O4",
            label=_("Stand-alone or stackable"),
        ),
        Field(
            path="stackability.towards",
            kind="group",
            element="O4",
            label=_("Counts towards"),
            item=_("Target"),
            fields=(
                Field(path="title", kind="words", label=_("Name of the larger credential or programme")),
                Field(path="reference", kind="address", label=_("Web address or identifier")),
            ),
        ),
        Field(
            path="stackability.conditions",
            kind="prose",
            element="O4",
            label=_("Conditions of stacking"),
            help=_("The receiving institution decides; say on which conditions."),
        ),
        Field(
            path="composition.groups",
            kind="group",
            label=_("What it is made of"),
            help=_(
                "Only for a larger micro-credential: who holds these smaller ones can apply for it. "
                "Without a number all of a group are wanted."
            ),
            item=_("Group of micro-credentials"),
            fields=(
                Field(path="title", kind="words", label=_("Name of the group")),
                Field(
                    path="components",
                    kind="lines",
                    vocabulary="COMPONENTS",
                    label=_("Identifiers of the micro-credentials"),
                    help=_(
                        "One on each line: podstawy-jezyka-python, or with the organisation before it: "
                        "akademia-wzorcowa/analiza-danych; or the address of an achievement from elsewhere."
                    ),
                ),
                Field(path="at_least", kind="whole", label=_("At least how many of them")),
                Field(
                    path="at_least_ects", kind="decimal", label=_("At least how many ECTS credits of them")
                ),
            ),
        ),
        Field(
            path="composition.least_ects",
            kind="decimal",
            label=_("At least how many ECTS credits of all groups together"),
        ),
        Field(
            path="composition.lowest_eqf",
            kind="one",
            vocabulary="EQF_LEVELS",
            label=_("Lowest level of each component"),
        ),
        Field(
            path="composition.oldest_months",
            kind="whole",
            label=_("Components awarded at most how many months ago"),
        ),
        Field(
            path="prior_learning",
            kind="prose",
            label=_("Another way: recognition of prior learning"),
            help=_("Can somebody show the outcomes without taking the course? How?"),
        ),
    ),
)

BASICS = Step(
    name="basics",
    title=_("Basics"),
    lead=_("What it is called, who awards it and where."),
    fields=(
        Field(
            path="primary_language",
            kind="one",
            vocabulary="TEXT_LANGUAGES",
            label=_("Language of record"),
            help=_("The other languages are translations of it."),
        ),
        Field(
            path="title",
            kind="words",
            element="M2",
            label=_("Title"),
            help=_("What the person can do, in a few words. Not „świadectwo” or „dyplom”."),
        ),
        Field(
            path="description",
            kind="prose",
            element="O5",
            label=_("Description"),
            help=_("Two or three sentences for somebody who has never heard of it."),
        ),
        Field(
            path="awarding_bodies",
            kind="group",
            element="M4",
            label=_("Awarding bodies"),
            item=_("Awarding body"),
            fields=(
                Field(path="legal_name", kind="words", element="M4", label=_("Legal name")),
                Field(path="country", kind="one", vocabulary="COUNTRIES", element="M3", label=_("Country")),
                Field(path="region", kind="one", vocabulary="REGIONS", element="M3", label=_("Region")),
                Field(path="locality", kind="plain", element="M3", label=_("Town")),
                Field(path="homepage", kind="address", element="M4", label=_("Website")),
                Field(path="email", kind="plain", element="M4", label=_("E-mail for questions")),
                Field(
                    path="legal_identifier.scheme",
                    kind="plain",
                    element="M4",
                    label=_("Kind of legal identifier"),
                    help=_("VAT (NIP), REGON or KRS."),
                ),
                Field(path="legal_identifier.value", kind="plain", element="M4", label=_("Legal identifier")),
            ),
        ),
        Field(
            path="learner_identification",
            kind="many",
            vocabulary="LEARNER_IDENTIFICATION",
            element="M1",
            label=_("How the credential names the learner"),
            help=_("As little as serves the purpose."),
        ),
        Field(
            path="validity_months",
            kind="whole",
            element="M5",
            label=_("Valid for how many months"),
            help=_("Empty: without end. The date of issuing is set on the day of each award."),
        ),
        Field(
            path="opportunity_type",
            kind="one",
            vocabulary="LEARNING_OPPORTUNITIES",
            label=_("Kind of learning offer"),
        ),
        Field(
            path="fields_of_study",
            kind="many",
            vocabulary="FIELDS_OF_STUDY",
            label=_("Fields of study (ISCED-F)"),
        ),
        Field(path="homepage", kind="address", label=_("Web page of the offer")),
        Field(
            path="tags",
            kind="lines",
            label=_("Keywords"),
            help=_("One on each line."),
        ),
    ),
)

OUTCOME_FIELDS = (
    Field(
        path="statement",
        kind="prose",
        element="M6",
        label=_("What the person can do"),
        help=_(
            "Verb + object + context: “Writes (verb) a program (object) that reads a CSV file (context).”"
        ),
    ),
    Field(
        path="kind",
        kind="one",
        vocabulary="OUTCOME_KINDS",
        element="M6",
        label=_("Kind of outcome"),
        help=_("Letters W, U, K as in the Polish Qualifications Framework."),
    ),
    Field(
        path="skills",
        kind="links",
        vocabulary="skills",
        element="M6",
        label=_("Skills"),
        help=_(
            "Skills of ESCO make it findable in every language; a skill in your own words is possible, too."
        ),
        fields=SKILL,
    ),
    Field(
        path="proficiency.scale",
        kind="one",
        vocabulary="PROFICIENCY",
        element="M6",
        label=_("Proficiency scale"),
    ),
    Field(
        path="proficiency.step",
        kind="whole",
        element="M6",
        label=_("Proficiency step"),
        help=_("DigComp 1–8, or 1–4 on the simple scale: basics, independent, advanced, expert."),
    ),
    Field(
        path="assessed_by",
        kind="assessments",
        element="M9",
        label=_("Assessed by"),
        help=_("At least one of the assessments of this micro-credential."),
    ),
    Field(
        path="criteria",
        kind="prose",
        element="M9",
        label=_("Criteria"),
        help=_("What an assessor looks at, so that two assessors agree."),
    ),
    Field(
        path="threshold_percent",
        kind="whole",
        element="M9",
        label=_("Threshold in percent"),
        help=_("The share of points that passes, for instance 60."),
    ),
)

OUTCOMES = Step(
    name="outcomes",
    title=_("Learning outcomes and skills"),
    lead=_("Few and sharp: three to six outcomes, each of which can be assessed."),
    fields=(
        Field(
            path="learning_outcomes",
            kind="group",
            element="M6",
            label=_("Learning outcomes"),
            item=_("Learning outcome"),
            fields=(Field(path="id", kind="code", label=_("Mark")), *OUTCOME_FIELDS),
        ),
    ),
)

WORKLOAD = Step(
    name="workload",
    title=_("Workload and level"),
    lead=_("How much work it takes, and how demanding it is."),
    fields=(
        Field(
            path="workload.ects",
            kind="decimal",
            element="M7",
            label=_("ECTS credits"),
            help=_("One credit stands for 25 to 30 hours of the learner's work, own study included."),
        ),
        Field(path="workload.hours", kind="whole", element="M7", label=_("Hours of learning altogether")),
        Field(path="workload.contact_hours", kind="whole", element="M7", label=_("of which with a teacher")),
        Field(path="workload.self_study_hours", kind="whole", element="M7", label=_("of which own work")),
        Field(
            path="level.eqf",
            kind="one",
            vocabulary="EQF_LEVELS",
            element="M8",
            label=_("Level of the European Qualifications Framework"),
        ),
        Field(
            path="level.prk",
            kind="one",
            vocabulary="PRK_LEVELS",
            element="M8",
            label=_("Reference to a level of the Polish framework (PRK)"),
        ),
        Field(
            path="level.cycle",
            kind="one",
            vocabulary="CYCLES",
            element="M8",
            label=_("Cycle of higher education (QF-EHEA)"),
        ),
        Field(
            path="level.not_applicable",
            kind="prose",
            element="M8",
            label=_("Or: why no level applies"),
            help=_("Only when there is no level above. Silence would look like a gap."),
        ),
    ),
)

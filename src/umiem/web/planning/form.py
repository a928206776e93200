"""The form of a plan, and how the names in it become concepts of ESCO."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from umiem.domain.pathways import Aim, Wish
from umiem.domain.pathways.wish import MOST_SKILLS
from umiem.domain.skills import Pillar
from umiem.domain.vocabularies import REGIONS
from umiem.errors import NotFoundError, RefusedError
from umiem.services.skill import skills
from umiem.services.skill.skills import ConceptOption
from umiem.web.planning.names import full_uri

_CANDIDATES = 6
_LONGEST_NAME = 200
_MOST_MONEY = 1_000_000
MODES = [("online", _("online")), ("onsite", _("on site")), ("hybrid", _("partly online"))]
LANGUAGES = [("pl", _("Polish")), ("en", _("English"))]


def _regions() -> list[tuple[str, str]]:
    language = get_language() or "pl"
    named = [(each.code, each.labels.best(language)[0]) for each in REGIONS.concepts]
    return [("", str(_("anywhere"))), *sorted(named, key=lambda each: each[1])]


def _weight(label: Any) -> forms.FloatField:
    return forms.FloatField(required=False, min_value=0, max_value=1000, label=label)


# With scripts the list of names follows what is typed; without them the form asks which one was meant.
_SUGGESTED = {
    "list": "occupations",
    "autocomplete": "off",
    "hx-get": reverse_lazy("public:plan-names"),
    "hx-trigger": "input changed delay:200ms",
    "hx-target": "#occupations",
    "hx-sync": "this:replace",
}


class PlanForm(forms.Form):
    """Where from, where to, and what the way may cost."""

    now = forms.CharField(
        required=False,
        max_length=_LONGEST_NAME,
        label=_("What do you do now?"),
        help_text=_(
            "Your present or last occupation. We assume the skills it takes; you can strike them out."
        ),
        widget=forms.TextInput(attrs=_SUGGESTED),
    )
    goal = forms.CharField(
        required=False,
        max_length=_LONGEST_NAME,
        label=_("What do you want to do?"),
        help_text=_("An occupation, for instance “UX designer” or “data analyst”."),
        widget=forms.TextInput(attrs=_SUGGESTED),
    )
    skills = forms.CharField(
        required=False,
        max_length=MOST_SKILLS * _LONGEST_NAME,
        label=_("Skills I want, instead or as well"),
        help_text=_("One in each line, in your own words."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    hours = forms.FloatField(
        required=False,
        min_value=0.5,
        max_value=80,
        label=_("Hours a week I can give"),
        initial=8,
        widget=forms.NumberInput(attrs={"placeholder": "8"}),
    )
    budget = forms.FloatField(
        required=False, min_value=0, max_value=_MOST_MONEY, label=_("Most I can pay, in zł")
    )
    weeks = forms.IntegerField(
        required=False, min_value=1, max_value=520, label=_("Finished within so many weeks")
    )
    starting = forms.DateField(
        required=False,
        label=_("From which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    language = forms.MultipleChoiceField(
        required=False,
        choices=LANGUAGES,
        label=_("Language of teaching"),
        widget=forms.CheckboxSelectMultiple,
    )
    mode = forms.MultipleChoiceField(
        required=False, choices=MODES, label=_("How"), widget=forms.CheckboxSelectMultiple
    )
    region = forms.ChoiceField(required=False, choices=_regions, label=_("Region of what is not online"))
    aim = forms.ChoiceField(
        required=False,
        initial=Aim.BALANCE,
        label=_("What matters most"),
        widget=forms.RadioSelect,
        choices=[
            (Aim.BALANCE, _("a balance: 50 zł count like one hour of work")),
            (Aim.HOURS, _("the least work")),
            (Aim.COST, _("the lowest price")),
            (Aim.WEEKS, _("the earliest end")),
            (Aim.OWN, _("my own weights, below")),
        ],
    )
    weight_hours = forms.FloatField(
        required=False, min_value=0, max_value=1000, label=_("Weight of one hour")
    )
    weight_cost = _weight(_("Weight of one zł"))
    weight_weeks = forms.FloatField(
        required=False, min_value=0, max_value=1000, label=_("Weight of one week")
    )
    optional = forms.BooleanField(
        required=False, label=_("Also the useful skills, not only the essential ones, where they cost little")
    )
    accept = forms.ChoiceField(
        required=False,
        initial="1",
        label=_("Which skills I hold count"),
        widget=forms.RadioSelect,
        choices=[
            ("1", _("only the same skill")),
            ("2", _("also a related one: broader, narrower or linked in ESCO")),
            ("3", _("also one of the same group of skills")),
        ],
    )

    def __init__(self, data: QueryDict | None = None, **given: Any) -> None:
        super().__init__(data, **given)
        self.candidates: dict[str, tuple[ConceptOption, ...]] = {}
        self._uris: dict[str, str] = {}
        self._named_skills: tuple[str, ...] = ()
        self._skill_uris = _short_uris(data, "skill")
        self._held = _short_uris(data, "held")
        self._not_held = _short_uris(data, "without")

    def clean(self) -> dict[str, Any]:
        """Find the concepts behind the names; what is not clear gets candidates to choose from."""
        cleaned = super().clean() or {}
        for name in ("now", "goal"):
            if cleaned.get(name):
                self._uris[name] = self._find(name, cleaned[name], Pillar.OCCUPATIONS)
        lines = [line.strip() for line in cleaned.get("skills", "").splitlines() if line.strip()]
        self._named_skills = tuple(self._find("skills", line, Pillar.SKILLS) for line in lines[:MOST_SKILLS])
        if not (self.errors or cleaned.get("goal") or self._named_skills or self._skill_uris):
            self.add_error("goal", _("Say where you want to be: an occupation, some skills, or a job offer."))
        return cleaned

    def _find(self, field: str, words: str, pillar: Pillar) -> str:
        language = get_language() or "pl"
        try:
            return skills.library().find(words, language=language, pillar=pillar)
        except NotFoundError:
            self.add_error(field, _("Nothing is called “%(words)s” here.") % {"words": words[:80]})
        except RefusedError:
            self.add_error(field, _("“%(words)s” may mean several things.") % {"words": words[:80]})
        search = skills.search_occupations if pillar is Pillar.OCCUPATIONS else skills.search_skills
        self.candidates[field] = search(words, language=language, limit=_CANDIDATES)
        return ""

    @property
    def kept_skills(self) -> tuple[str, ...]:
        """Skills that came with the address (from a job offer) and stay wanted."""
        return self._skill_uris or tuple(self.initial.get("kept", ()))

    @property
    def has_more(self) -> bool:
        """Say whether a wish of the closed part is set or wrong, so that it is shown open."""
        closed = ("budget", "weeks", "starting", "language", "mode", "region", "optional", "skills")
        return any(self.initial.get(name) or name in self.errors for name in closed) or (
            self.is_bound and any(self.data.get(name) for name in closed)
        )

    def wish(self) -> Wish:
        """Return what was asked for; call after ``is_valid``."""
        given = self.cleaned_data
        starting = given.get("starting")
        return Wish(
            now=self._uris.get("now", ""),
            goal=self._uris.get("goal", ""),
            skills=tuple(dict.fromkeys((*self._skill_uris, *self._named_skills))),
            held=self._held,
            not_held=self._not_held,
            hours_per_week=given.get("hours") or Wish().hours_per_week,
            most_cost=given.get("budget"),
            most_weeks=given.get("weeks"),
            starts=starting.isoformat() if starting else "",
            languages=tuple(given.get("language", ())),
            modes=tuple(given.get("mode", ())),
            region=given.get("region", ""),
            aim=given.get("aim") or Aim.BALANCE,
            weight_hours=given.get("weight_hours") or 0.0,
            weight_cost=given.get("weight_cost") or 0.0,
            weight_weeks=given.get("weight_weeks") or 0.0,
            optional=given.get("optional", False),
            accept=int(given.get("accept") or 1),
        )


def form_for(wish: Wish) -> PlanForm:
    """Return the form filled in with a wish, to be changed."""
    graph = skills.library().graph
    language = get_language() or "pl"
    initial: dict[str, Any] = {
        "now": graph.label(wish.now, language)[0] if wish.now else "",
        "goal": graph.label(wish.goal, language)[0] if wish.goal else "",
        "hours": f"{wish.hours_per_week:.12g}",
        "budget": "" if wish.most_cost is None else f"{wish.most_cost:.12g}",
        "weeks": wish.most_weeks or "",
        "starting": wish.starts,
        "language": wish.languages,
        "mode": wish.modes,
        "region": wish.region,
        "aim": wish.aim,
        "optional": wish.optional,
        "accept": str(wish.accept),
        "kept": wish.skills,
    }
    if wish.aim == Aim.OWN:
        weights = {"hours": wish.weight_hours, "cost": wish.weight_cost, "weeks": wish.weight_weeks}
        initial |= {f"weight_{name}": f"{weight:.12g}" for name, weight in weights.items()}
    return PlanForm(initial=initial)


def query_of(wish: Wish) -> str:
    """Return the query string that asks for ``wish`` again."""
    pairs: list[tuple[str, object]] = [
        ("now", _short(wish.now)),
        ("goal", _short(wish.goal)),
        *(("skill", _short(uri)) for uri in wish.skills),
        *(("held", _short(uri)) for uri in wish.held),
        *(("without", _short(uri)) for uri in wish.not_held),
        ("hours", f"{wish.hours_per_week:.12g}"),
        ("budget", "" if wish.most_cost is None else f"{wish.most_cost:.12g}"),
        ("weeks", wish.most_weeks or ""),
        ("starting", wish.starts),
        *(("language", tag) for tag in wish.languages),
        *(("mode", mode) for mode in wish.modes),
        ("region", wish.region),
        ("aim", "" if wish.aim == Aim.BALANCE else wish.aim),
        ("optional", "on" if wish.optional else ""),
        ("accept", "" if wish.accept == 1 else wish.accept),
    ]
    if wish.aim == Aim.OWN:
        weights: Mapping[str, float] = {
            "weight_hours": wish.weight_hours,
            "weight_cost": wish.weight_cost,
            "weight_weeks": wish.weight_weeks,
        }
        pairs.extend((name, f"{weight:.12g}") for name, weight in weights.items())
    return urlencode([(name, value) for name, value in pairs if value != ""])


def _short(uri: str) -> str:
    return uri.rpartition("/esco/")[2].removeprefix("skill/") if uri else ""


def _short_uris(data: QueryDict | None, name: str) -> tuple[str, ...]:
    if data is None:
        return ()
    known = skills.library().graph.skills
    given = (full_uri("skill", value[:_LONGEST_NAME]) for value in data.getlist(name)[: MOST_SKILLS * 2])
    return tuple(dict.fromkeys(uri for uri in given if uri in known))[:MOST_SKILLS]

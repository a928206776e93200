"""What the gate says about the composition of a larger micro-credential (O4)."""

from __future__ import annotations

from umiem.sentences.findings.words import Text, Words

COMPOSITION: dict[str, Text] = {
    "component-group-unnamed": Text(
        en=Words(
            "A group of components has no name.",
            "With several groups, learners must be able to tell them apart.",
            "Electives",
        ),
        pl=Words(
            "Grupa składników nie ma nazwy.",
            "Gdy grup jest kilka, osoby uczące się muszą je odróżnić.",
            "Do wyboru",
        ),
    ),
    "component-group-empty": Text(
        en=Words(
            "A group names no micro-credentials.",
            "Nobody could tell what completes it.",
            "podstawy-jezyka-python",
        ),
        pl=Words(
            "Grupa nie wymienia żadnych mikropoświadczeń.",
            "Nie wiadomo, co ją wypełnia.",
            "podstawy-jezyka-python",
        ),
    ),
    "component-reference-wrong": Text(
        en=Words(
            "“{value}” leads to no micro-credential.",
            "It takes the identifier of a micro-credential; for one of another organisation, that "
            "organisation comes first; for one from elsewhere, the address of its achievement.",
            "podstawy-jezyka-python, akademia-wzorcowa/analiza-danych, https://example.org/achievements/7",
        ),
        pl=Words(
            "„{value}” nie prowadzi do żadnego mikropoświadczenia.",
            "Należy podać identyfikator mikropoświadczenia; jeśli należy ono do innej organizacji – "
            "poprzedzony jej identyfikatorem; jeśli pochodzi spoza tego systemu – adres osiągnięcia.",
            "podstawy-jezyka-python, akademia-wzorcowa/analiza-danych, https://example.org/achievements/7",
        ),
    ),
    "component-is-itself": Text(
        en=Words(
            "The micro-credential is made of itself.",
            "Nobody could ever complete it.",
            "podstawy-jezyka-python",
        ),
        pl=Words(
            "Mikropoświadczenie składa się z samego siebie.",
            "Nikt nie mógłby go skompletować.",
            "podstawy-jezyka-python",
        ),
    ),
    "component-repeated": Text(
        en=Words(
            "“{value}” stands twice in one group.",
            "It counts once.",
            "podstawy-jezyka-python",
        ),
        pl=Words(
            "„{value}” występuje w grupie dwa razy.",
            "Liczy się tylko raz.",
            "podstawy-jezyka-python",
        ),
    ),
    "component-number-impossible": Text(
        en=Words(
            "{number} components are wanted of a group of {of}.",
            "The number lies between one and the size of the group; without a number all are wanted.",
            "at_least: 2",
        ),
        pl=Words(
            "Wymagana liczba składników to {number}, a grupa liczy ich {of}.",
            "Liczba mieści się między jednym a wielkością grupy; bez liczby wymagane są wszystkie.",
            "at_least: 2",
        ),
    ),
    "composition-limit-not-positive": Text(
        en=Words(
            "A limit of the composition is not above zero.",
            "Leave it empty when there is no such limit.",
            "least_ects: 10",
        ),
        pl=Words(
            "Jedno z ograniczeń dotyczących składników nie jest większe od zera.",
            "Jeśli ograniczenia nie ma, pole należy zostawić puste.",
            "least_ects: 10",
        ),
    ),
    "composition-level-outside-scale": Text(
        en=Words(
            "{level} is no level of the European Qualifications Framework.",
            "The levels are 1 to 8.",
            "lowest_eqf: 5",
        ),
        pl=Words(
            "{level} nie jest poziomem Europejskiej Ramy Kwalifikacji.",
            "Poziomy to 1–8.",
            "lowest_eqf: 5",
        ),
    ),
    "composition-without-components": Text(
        en=Words(
            "Limits are set, but no components are named.",
            "Name the groups of micro-credentials it is made of, or remove the limits.",
            "groups: [{{components: [podstawy-jezyka-python, agile]}}]",
        ),
        pl=Words(
            "Podano ograniczenia, ale nie wymieniono składników.",
            "Należy wymienić grupy mikropoświadczeń, z których się składa, albo usunąć ograniczenia.",
            "groups: [{{components: [podstawy-jezyka-python, agile]}}]",
        ),
    ),
    "composition-larger-than-whole": Text(
        en=Words(
            "The components bring at least {least} ECTS, the whole states {ects}.",
            "The credits of the whole include those of its parts.",
            "workload: {{ects: 10}}",
        ),
        pl=Words(
            "Składniki dają co najmniej {least} ECTS, a całość podaje {ects}.",
            "Punkty całości obejmują punkty jej części.",
            "workload: {{ects: 10}}",
        ),
    ),
}

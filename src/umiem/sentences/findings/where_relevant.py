"""O1, O3, O4 and O5: the elements that Annex I lists where they are relevant."""

from __future__ import annotations

from umiem.sentences.findings.words import Text, Words

WHERE_RELEVANT: dict[str, Text] = {
    "prerequisites-missing": Text(
        en=Words(
            "Nothing is said about prerequisites.",
            "“None” is a good answer too: it invites people who would not dare to ask.",
            "Basic computer skills. No programming experience is required.",
        ),
        pl=Words(
            "Nie podano warunków wstępnych.",
            "„Brak” to także dobra odpowiedź: zachęca osoby, które nie miałyby odwagi zapytać.",
            "Podstawowa obsługa komputera. Doświadczenie w programowaniu nie jest wymagane.",
        ),
    ),
    "requirement-unnamed": Text(
        en=Words(
            "Something that must be held first has no name.",
            "People read the name; only plans read the reference.",
            "Programming in Python: basics",
        ),
        pl=Words(
            "Jedno z wymagań na początek nie ma nazwy.",
            "Nazwę czytają ludzie; samo odesłanie rozumie tylko plan.",
            "Programowanie w Pythonie: podstawy",
        ),
    ),
    "requirement-reference-wrong": Text(
        en=Words(
            "“{value}” leads to no skill and no micro-credential.",
            "It takes the address of a skill of ESCO or the identifier of a micro-credential; for one of "
            "another organisation, that organisation comes first.",
            "podstawy-jezyka-python, politechnika-przykladowa/podstawy-jezyka-python",
        ),
        pl=Words(
            "„{value}” nie prowadzi do umiejętności ani mikropoświadczenia.",
            "Należy podać adres umiejętności z ESCO albo identyfikator mikropoświadczenia, a jeśli należy "
            "ono do innej organizacji – poprzedzony jej identyfikatorem.",
            "podstawy-jezyka-python, politechnika-przykladowa/podstawy-jezyka-python",
        ),
    ),
    "requirement-is-itself": Text(
        en=Words(
            "The micro-credential requires itself.",
            "Nobody could ever begin it.",
            "podstawy-jezyka-python",
        ),
        pl=Words(
            "Mikropoświadczenie wymaga samego siebie.",
            "Nikt nie mógłby go rozpocząć.",
            "podstawy-jezyka-python",
        ),
    ),
    "grading-without-scale": Text(
        en=Words(
            "Grades are given, but their scale is not.",
            "Abroad, nobody knows whether 5 is the best or the worst grade.",
            'values: ["2,0", "3,0", "3,5", "4,0", "4,5", "5,0"]',
        ),
        pl=Words(
            "Są oceny, ale nie ma ich skali.",
            "Za granicą nie wiadomo, czy 5 to ocena najlepsza, czy najgorsza.",
            'values: ["2,0", "3,0", "3,5", "4,0", "4,5", "5,0"]',
        ),
    ),
    "grading-pass-not-on-scale": Text(
        en=Words(
            "The lowest passing grade “{value}” is not on the scale.",
            "Write it exactly as the scale does.",
            'lowest_pass: "3,0"',
        ),
        pl=Words(
            "Najniższej oceny pozytywnej „{value}” nie ma na skali.",
            "Należy zapisać ją dokładnie tak jak na skali.",
            'lowest_pass: "3,0"',
        ),
    ),
    "award-grade-missing": Text(
        en=Words(
            "The final grade is missing, although the definition has a scale.",
            "Annex I lists the grade where there is one.",
            "4,5",
        ),
        pl=Words(
            "Brakuje oceny końcowej, chociaż definicja ma skalę ocen.",
            "Załącznik I wymienia ocenę, jeśli się ją wystawia.",
            "4,5",
        ),
    ),
    "award-grade-not-on-scale": Text(
        en=Words(
            "The grade “{grade}” is not on the scale: {scale}.",
            "A grade means something only on its scale.",
            "4,5",
        ),
        pl=Words(
            "Oceny „{grade}” nie ma na skali: {scale}.",
            "Ocena coś znaczy tylko na swojej skali.",
            "4,5",
        ),
    ),
    "award-grade-not-passing": Text(
        en=Words(
            "The grade {grade} is below the lowest passing grade {lowest}.",
            "A micro-credential confirms outcomes that were reached.",
            "3,0",
        ),
        pl=Words(
            "Ocena {grade} jest niższa od najniższej oceny pozytywnej {lowest}.",
            "Mikropoświadczenie potwierdza osiągnięte efekty.",
            "3,0",
        ),
    ),
    "stackability-missing": Text(
        en=Words(
            "It is not said whether the micro-credential stands alone or can be stacked.",
            "Learners want to know what it can lead to.",
            "type: stackable",
        ),
        pl=Words(
            "Nie podano, czy mikropoświadczenie jest samodzielne, czy można je łączyć.",
            "Osoby uczące się chcą wiedzieć, dokąd ono prowadzi.",
            "type: stackable",
        ),
    ),
    "stackability-unknown": Text(
        en=Words(
            "“{code}” is no known option.",
            "There are two: stand-alone and stackable.",
            "type: stand-alone",
        ),
        pl=Words(
            "„{code}” nie jest znaną możliwością.",
            "Są dwie: stand-alone (samodzielne) i stackable (łączone).",
            "type: stand-alone",
        ),
    ),
    "stackability-without-target": Text(
        en=Words(
            "It is called stackable, but not towards what.",
            "A promise without a target cannot be kept. Name the programme or credential.",
            "Postgraduate studies in Data Analysis",
        ),
        pl=Words(
            "Podano, że można je łączyć, ale nie wiadomo z czym.",
            "Obietnicy bez celu nie da się dotrzymać. Należy wskazać program lub poświadczenie.",
            "Studia podyplomowe „Analiza danych”",
        ),
    ),
    "stackability-target-unnamed": Text(
        en=Words(
            "A target of stacking has no name.",
            "Name the programme or credential it may count towards.",
            "Postgraduate studies in Data Analysis",
        ),
        pl=Words(
            "Cel łączenia nie ma nazwy.",
            "Należy nazwać program lub poświadczenie, do którego może się liczyć.",
            "Studia podyplomowe „Analiza danych”",
        ),
    ),
    "stand-alone-with-target": Text(
        en=Words(
            "It is called stand-alone, yet a target of stacking is named.",
            "Choose stackable, or remove the target.",
            "type: stackable",
        ),
        pl=Words(
            "Podano, że jest samodzielne, a jednak wskazano cel łączenia.",
            "Należy wybrać stackable albo usunąć cel.",
            "type: stackable",
        ),
    ),
    "stackability-promises-entitlement": Text(
        en=Words(
            "The conditions promise a right.",
            "Stacking gives no automatic right to a qualification or degree: the receiving institution "
            "decides.",
            "May be recognised in place of the module “Programming”; the head of studies decides.",
        ),
        pl=Words(
            "Warunki obiecują uprawnienie.",
            "Łączenie nie daje automatycznego prawa do kwalifikacji ani stopnia: decyduje instytucja "
            "przyjmująca.",
            "Może być uznane zamiast modułu „Programowanie”; decyduje kierownik studiów.",
        ),
    ),
    "stackability-conditions-missing": Text(
        en=Words(
            "It is not said on which conditions it counts towards the target.",
            "Who decides, by which procedure, within which time?",
            "May be recognised in place of the module “Programming”; the head of studies decides.",
        ),
        pl=Words(
            "Nie podano, na jakich warunkach liczy się do celu.",
            "Kto decyduje, w jakim trybie i w jakim czasie?",
            "Może być uznane zamiast modułu „Programowanie”; decyduje kierownik studiów.",
        ),
    ),
    "description-missing": Text(
        en=Words(
            "The description is missing.",
            "Two sentences in plain words: what can somebody with this credential do?",
            "This micro-credential confirms that its holder can write, run and correct short Python "
            "programs.",
        ),
        pl=Words(
            "Brakuje opisu.",
            "Dwa proste zdania: co potrafi osoba z tym poświadczeniem?",
            "Mikropoświadczenie potwierdza, że jego posiadacz pisze, uruchamia i poprawia krótkie programy "
            "w Pythonie.",
        ),
    ),
}

"""``python -m bench.skills``: search and job offers on the ESCO of this installation, or on the starter set.

For the figures on the whole set import it first: ``umiem esco import`` into UMIEM_HOME.
"""

from __future__ import annotations

import resource
import statistics
import time

_OFFER = """Specjalista ds. analizy danych
Zakres obowiązków: analizowanie danych sprzedażowych, przygotowywanie raportów w arkuszach kalkulacyjnych,
tworzenie zapytań SQL, programowanie w Pythonie, prezentowanie wyników, współpraca z działem sprzedaży.
Wymagania: znajomość statystyki, baz danych, języka angielskiego, dobra organizacja pracy i komunikatywność.
"""
_LENGTH = 3_000
_QUERIES = ("obsluga klientow", "zarządzania projektami", "pyton", "projektow", "ksiegowosc", "spreadsheet")
_ROUNDS = 20


def main() -> None:
    """Measure and print."""
    from umiem.domain.offers import read_offer
    from umiem.services.skill.skills import library

    began = time.perf_counter()
    found = library()
    found.search("praca", language="pl")
    loaded = time.perf_counter() - began
    graph = found.graph
    print(
        f"ESCO {graph.source.version}: {len(graph.skills):,} skills, {len(graph.occupations):,} occupations"
    )
    offer = (_OFFER * (_LENGTH // len(_OFFER) + 1))[:_LENGTH]
    read_offer(offer, found)
    searches = [_time(lambda words=words: found.search(words, language="pl")) for words in _QUERIES * _ROUNDS]
    offers = [_time(lambda: read_offer(offer, found)) for _ in range(_ROUNDS)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"loaded in {loaded:.2f} s (aim: 2 s), memory of the process {memory:.0f} MiB (aim: 400)")
    print(f"search: median {statistics.median(searches):.1f} ms, longest {max(searches):.1f} ms (aim: 20)")
    print(f"offer of 3,000 characters: median {statistics.median(offers):.1f} ms (aim: 100)")


def _time(operation: object) -> float:
    began = time.perf_counter()
    operation()  # type: ignore[operator]
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()

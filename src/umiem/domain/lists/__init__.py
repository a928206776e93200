"""Lists of learners as people have them: a table is read, its columns are mapped, each row is judged.

``table`` is what any reader gives, ``text`` reads CSV and TSV, ``headers`` finds the header, ``columns``
guesses what each column holds, ``values`` and ``dates`` tidy cells, ``judging`` judges a row.
"""

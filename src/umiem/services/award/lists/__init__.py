"""From a file of learners to awards: import, map, preview with mending, confirm.

``importing`` reads the file and keeps it, ``mapping`` says what each column holds, ``judging`` judges every
row, ``rows`` shows pages of them, ``fixing`` mends cells, ``exporting`` writes files for people,
``documents`` shows what a row would become, ``confirming`` hands over to be awarded, ``cleaning`` deletes.
"""

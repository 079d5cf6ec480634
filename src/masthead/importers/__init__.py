"""Bringing other systems' archives in: reader -> neutral records -> staging -> one loader.

A reader knows one source and no database; the loader knows the database and no source. What passes
between them is a staging file that holds every element of the source, so that both can be tested alone,
a dry run is the real run without its last step, and a killed import goes on where it stopped.
"""

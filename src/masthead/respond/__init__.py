"""What readers send: signatures now; whatever else a kind asks of its readers.

It stands beside the published files, below /respond/, and is the one part of readers' side that asks the database. So
it is closed where they are open: no session and no cookie, no script but where work is to be proved, a form token in
place of both; nothing that one sender does delays another, the desk or the press.

    application  the way in, as an ASGI application
    rooms, urls  what each kind answers: the module `respond` in its folder, below /respond/KIND/
    laying_out   answers in the looks of the site
    tokens       when a form was asked for, signed
    asking       what a request must be before a form is looked at
    where, pace  from where it came, and how much comes from there
    work         the proof of work that lets somebody through where many come from
    kept         what is asked often, read once for all
    together     many small changes in one transaction
    running      what kinds do again and again, in the clock's process
"""

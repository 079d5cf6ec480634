"""Coming in to the desk: from where, how often somebody may try, a forgotten password, and who is in.

`where` says whose address a request has, `tries` counts what failed, `forms` and `views` are what people see,
`sessions` keeps who is in, `browsers` names what they came with.
"""

"""Pictures: which files are accepted as such, and what is made of them for readers.

Knows of files, Pillow and processes; nothing of Django, the press or the desk.

    pictures    which pictures are accepted, and what sort each is
    renditions  which sizes and forms readers get of a picture
    making      one rendition's bytes
    worker      the process that makes them
    workshop    those processes, each with a bounded memory
"""

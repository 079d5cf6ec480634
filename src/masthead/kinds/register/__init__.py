"""A register: a list of people, things or events as a table whose columns its editors define."""

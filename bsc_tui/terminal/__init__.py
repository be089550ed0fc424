"""How the program's pictures reach a terminal with few bytes. Knows Textual's output, nothing of the office.

`cells` compares what Textual paints with what the terminal shows, `pens` writes colours and attributes the
short way, `driver` puts both between Textual and the terminal. Only `driver` imports Textual.
"""

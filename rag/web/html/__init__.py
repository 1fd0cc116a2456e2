"""The HTML of the page: pure functions of records, with every outside string escaped.

No Gradio here. Only ``markup`` turns a string into HTML.
"""

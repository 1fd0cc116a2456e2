"""What the page shows, as HTML: pure functions of records, every outside string escaped.

No Gradio here. ``markup`` holds the only door from a string to HTML.
"""

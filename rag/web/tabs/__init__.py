"""The tabs of the page, one module each: their components in Gradio and their events."""

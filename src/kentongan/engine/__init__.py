"""The engine thinks: values in, values out; no Django, no database."""

"""Plotly figures of what the analyses found, a file for each question, with one look.

A figure is a value: show it in a notebook, or write it with ``look.write`` as one page that needs no network.
"""

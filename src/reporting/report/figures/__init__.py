"""Figures: inline SVG with a title, a description and a table of its own, drawn for a phone as well as for paper.

Each module draws one kind from a DataFrame whose texts are already in the reader's language. Horizontal places are
percentages of the figure's width, so that lettering keeps its size on any screen.
"""

"""The garden's pictures, drawn by us: `manage.py paint` writes them to `static/pictures/`.

Run by hand when the drawing changes; what it writes is committed, and the serving code never
imports it. One space of 2000 × 1000 holds the whole scene, so that layers fit whatever the screen;
the same seed draws the same garden. Each hour of the sky is the same drawing in another light.
"""

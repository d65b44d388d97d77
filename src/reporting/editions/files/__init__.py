"""Files that an edition brings for readers besides its pages: lists of schools, circulars for an office, PDF."""

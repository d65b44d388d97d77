"""The demonstration: schools, counties and months that are invented, and files as a bureau would really get them."""

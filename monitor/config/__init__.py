"""The staff-edited TOML files and the schemas that check them."""

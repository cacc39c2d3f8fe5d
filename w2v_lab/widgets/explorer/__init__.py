"""The explorer: any vectors, searched, compared, mapped, and what their maps keep of them."""

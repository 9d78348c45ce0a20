"""The desk's own controls: fields, forms, lists, strips and the small parts pages are made of."""

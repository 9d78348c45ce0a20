"""Classes of communes, districts and provinces: rule sets as dated data, evaluated with integers."""

"""The filters of the lists of communes, officers, stations and equipment."""

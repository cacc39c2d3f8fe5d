"""The trial: claims on a docket, each predicted, tried and given its verdict."""

"""VRRP implementations side by side, over real packets in network namespaces."""

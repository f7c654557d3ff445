from wifi_setup.wifi_setup import WiFiSetup


def message(sta):
    return "My address is " + sta.ifconfig()[0]


ws = WiFiSetup("ding-5cd80b1", message)
sta = ws.connect_or_setup()

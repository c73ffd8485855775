"""The eight special trades then inspected, under category C of myCode+ (minutes 213).

They are entries like any other sector's once a database is set up; this is where `setup` takes them from.
"""

SPECIAL_TRADES: dict[str, str] = {
    "ktv": "視聽歌唱業",
    "barber": "理髮業",
    "sauna": "三溫暖業",
    "dance_hall": "舞廳業",
    "ballroom": "舞場業",
    "hostess_restaurant": "酒家業",
    "bar": "酒吧業",
    "tea_room": "特種咖啡茶室業",
}

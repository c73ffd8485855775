// Two things that only a browser can do: say where it is, and print. The position goes to the program
// alone; it stands in no address.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const here = parentElement.querySelector(".here");
  const print = parentElement.querySelector(".print");
  here.textContent = data.here;
  print.textContent = data.print;
  here.onclick = () => {
    if (!navigator.geolocation) return setTriggerValue("position", "");
    here.disabled = true;
    const told = (text) => {
      here.disabled = false;
      setTriggerValue("position", text);
    };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => told(`${coords.longitude.toFixed(5)}, ${coords.latitude.toFixed(5)}`),
      () => told(""),
      { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 },
    );
  };
  print.onclick = () => window.print();
}

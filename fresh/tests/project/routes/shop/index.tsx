import DeepMap from "../../islands/deep/Map.tsx";
import ShopMap from "./(_islands)/Map.tsx";

export default function Shop() {
  return (
    <main>
      <DeepMap id="deep" />
      <ShopMap id="shop" />
    </main>
  );
}

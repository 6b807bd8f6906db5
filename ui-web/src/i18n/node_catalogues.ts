// The catalogues of the node's page, all three languages: switching must not wait for the network.
import commonEn from "./messages/common.en.json";
import commonKk from "./messages/common.kk.json";
import commonRu from "./messages/common.ru.json";
import dayEn from "./messages/day.en.json";
import dayKk from "./messages/day.kk.json";
import dayRu from "./messages/day.ru.json";
import nodeEn from "./messages/node.en.json";
import nodeKk from "./messages/node.kk.json";
import nodeRu from "./messages/node.ru.json";
import recordEn from "./messages/record.en.json";
import recordKk from "./messages/record.kk.json";
import recordRu from "./messages/record.ru.json";
import { install_catalogues } from "./i18n";

export function install_node_catalogues(): void {
  install_catalogues({
    kk: { ...commonKk, ...dayKk, ...recordKk, ...nodeKk },
    ru: { ...commonRu, ...dayRu, ...recordRu, ...nodeRu },
    en: { ...commonEn, ...dayEn, ...recordEn, ...nodeEn },
  });
}

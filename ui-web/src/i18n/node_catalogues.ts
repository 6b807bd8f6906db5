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
import deskEn from "./messages/desk.en.json";
import deskKk from "./messages/desk.kk.json";
import deskRu from "./messages/desk.ru.json";
import reviewEn from "./messages/review.en.json";
import reviewKk from "./messages/review.kk.json";
import reviewRu from "./messages/review.ru.json";
import sheetsEn from "./messages/sheets.en.json";
import sheetsKk from "./messages/sheets.kk.json";
import sheetsRu from "./messages/sheets.ru.json";
import { install_catalogues } from "./i18n";

export function install_node_catalogues(): void {
  install_catalogues({
    kk: { ...commonKk, ...dayKk, ...reviewKk, ...deskKk, ...recordKk, ...nodeKk, ...sheetsKk },
    ru: { ...commonRu, ...dayRu, ...reviewRu, ...deskRu, ...recordRu, ...nodeRu, ...sheetsRu },
    en: { ...commonEn, ...dayEn, ...reviewEn, ...deskEn, ...recordEn, ...nodeEn, ...sheetsEn },
  });
}

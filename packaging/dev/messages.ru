help	Использование: ./dev КОМАНДА\n  demo            собрать и запустить департамент с вымышленными людьми в ./demo/ (остановка: Ctrl-C)\n  demo --story    главная работа без человека: два подразделения без связи, один иностранец, одно решение\n  test [НАБОР…]   собрать и выполнить все тесты; последняя строка «N passed, N failed»\n  build [ПРЕСЕТ]  программы в build/ПРЕСЕТ/bin (release, debug, asan, clang), веб-интерфейс в ui-web/dist\n  bench [--json]  измерить на этой машине\n  sim             --seed N --days D или --seeds N: департамент при сбоях, в условном времени\n  fuzz [ЦЕЛЬ] [СЕКУНДЫ] или --until N [ЦЕЛЬ]: столько выполнений всего, за несколько запусков\n  package         пакеты Debian в dist/\n  lint [--all]    оформление, скрипты, clang-tidy\n  setup [ГРУППА…] только установить недостающее (группы: packaging/dev/packages.list)
unknown_command	dev: нет команды «%s».
need_root	Нужны права администратора, а sudo не установлен. Выполните от имени root: %s
not_debian	Здесь нет apt-get, значит, это не Debian. Продолжаю; если чего-то не хватит, установите соответствующее: %s
installing	Устанавливается из Debian: %s
apt_update_failed	apt-get update не удался. Проверьте связь, /etc/apt/sources.list и, за прокси, http_proxy и https_proxy.
apt_would_remove	Остановлено: чтобы установить недостающее, apt УДАЛИЛ бы: %s\nНичего не изменено. Если это не нужно, удалите сами; если нужно, собирайте в контейнере или в корне debootstrap.\nНе хватает: %s
apt_install_failed	apt не смог установить: %s\nПричина в строках выше. Затем повторите ту же команду.
setup_done	Всё нужное установлено (%s).
unknown_preset	Нет пресета «%s»; в CMakePresets.json есть release, debug, asan, clang.
build_failed	Сборка не удалась; смотрите первую строку «error:» выше.
ui_failed	Веб-интерфейс не собран; причина в строках выше. npm нужен его реестр пакетов или зеркало из ~/.npmrc.
built	Собрано: %s, %s
step_setup	Чего не хватает
step_rules	Правила проекта
step_programs	Программы (%s; одновременно %s, свободно %s МБ)
step_ui	Веб-интерфейс
step_suites	Тесты
step_fuzz	Фаззинг, по %s с на цель
step_fuzz_until	Фаззинг, пока каждая цель не выполнится %s раз
step_format	Оформление (clang-format)
step_scripts	Скрипты (shellcheck)
step_tidy	clang-tidy
step_package	Пакеты Debian
step_lintian	lintian и systemd-analyze
step_department	Департамент
format_hint	Исправить: clang-format-19 -i ФАЙЛ…
lint_clean	Замечаний нет.
lint_failed	Есть замечания, см. выше.
fuzz_no_target	Нет цели «%s»; цели лежат в tests/fuzz.
output_at	(полностью: %s)
suite_stopped	Остановлено: дольше %s с либо завершено извне (память?).
suite_code	Ни один тест не упал, но набор завершился с кодом %s: сбой или преждевременный конец.
suite_silent	Набор не вывел ни одного теста: это считается ошибкой.
packages_made	Пакеты:
package_version	В packaging/debian/changelog версия %s, в CMakeLists.txt другая. Приведите их к одной.
lintian_failed	Есть замечания lintian; пояснение: lintian-explain-tags ТЕГ
units_failed	Юниты systemd не в порядке, см. выше.
need_debian_root	%s: нужны права root (debootstrap, chroot). Выполните: sudo %s

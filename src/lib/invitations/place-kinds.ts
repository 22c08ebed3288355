/**
 * What roads, homes and schools are called, in English and in Welsh: the words by which a second look knows them.
 * Small letters, with spaces between; places.ts says when each counts.
 */

/** Roads whatever name stands before them. */
export const roads =
  'road rd street avenue ave lane ln close drive grove crescent cres terrace terr gardens gdns mews walk square row parade boulevard blvd esplanade embankment causeway';

/** Of these, some end an ordinary sentence too: in small letters they are roads only behind a number. */
export const everyday = 'close drive walk square row parade lane street road';

/** Roads only with a number before, or after "on", "along", "at" and the like: they are ordinary words too. */
export const sometimesRoads =
  'st dr court ct place way hill rise view park green wharf quay meadow meadows field fields orchard croft dene vale bank end path alley yard mount chase heights circus gate garth fold brow brae wynd loan approach paddock paddocks spinney copse dell glade nook common bridge cross buildings cottages ridge ridgeway down link side brook dale ford acre acres strand promenade point ley lea';

/** Roads of one word: with a number before, or with a capital after "on" and the like. */
export const oneWordRoads = 'broadway kingsway queensway parkway strand causeway crescent ringway promenade esplanade';
/** Capitals make these a road's name, as in High Street, though they are ordinary words. */
export const roadNames =
  'high old new church school main long far north south east west upper lower town village college chapel park';

/** A house by its name: an address with a number before, a home after "at", "visited" or "lives in"; else a word. */
export const homes = 'house hall mill villa villas tower towers point';

export const partsOfHouses = 'flat apartment apt maisonette';
export const beforeNumbers = 'flat apartment apt maisonette unit plot number no house';
/** "A flat 3 pounds." */
export const measures = 'per percent pound pounds p quid pence day days week weeks year years hour hours minute minutes';

/** Roads that begin with what they are. */
export const welshRoads = 'heol hewl ffordd stryd lôn lon rhodfa rodfa clos glos teras deras cilgant gilgant rhes stad ystad';
/** The same, but other places and people are called so too: only with a number before. */
export const sometimesWelshRoads = 'maes faes bryn parc barc llys lys cwrt gwrt gerddi erddi trem rhiw cae gae pen tan llwyn tŷ';

/** Schools, homes, surgeries and the like, after a name; the longer first where one holds another. */
export const places =
  "primary school,primary,secondary school,high school,junior school,juniors,infants school,infant school,infants,grammar school,special school,comprehensive,academy,college,sixth form,nursery school,nursery,preschool,pre school,playgroup,school,children's centre,children's home,residential home,family centre,youth club,youth centre,leisure centre,sports centre,community centre,swimming pool,library,stables,riding school,surgery,medical centre,medical practice,health centre,clinic,hospital,dental practice,pharmacy,church,chapel,mosque,temple,synagogue,gurdwara,lodge,cottage,farm,grange,manor,barn,bungalow,station";

/** Of these, which are known in small letters too, after "at", "to" or "from" and one word that is a name. */
export const smallPlaces =
  'primary school,primary,high school,secondary school,junior school,juniors,infants,academy,college,nursery,surgery,sixth form';

/** The same in Welsh, before the name, with the changes of their first letter. */
export const welshPlaces =
  'ysgol hysgol coleg goleg meithrinfa feithrinfa cartref gartref canolfan ganolfan meddygfa feddygfa capel gapel eglwys fferm bwthyn fwthyn';
/** What kind of school it is: no name yet. */
export const welshSorts = 'gynradd uwchradd gyfun feithrin arbennig sul gymraeg';

/** Words that make no name of a school or a road: "the local primary", "to art college", "Family Court". */
export const ordinary = [
  'a an the his her their my our your its this that these those every each any some no new old next last first second third',
  'big small little local same another other best better good nice main whole own usual special high primary secondary junior',
  'infant infants sixth form day night boarding private state catholic church faith art drama music dance sports football further',
  'at in on to from of and or but with by for near after before during until while when where is was be been has had have',
  'sunday summer holiday breakfast home pre early late long short far away back there here not very too just only keep start',
  'family crown county magistrates supreme youth civil appeal contact placement foster town village city school children police fire bus train railway',
  'january february march april may june july august september october november december birthday friends friend steps',
  'monday tuesday wednesday thursday friday saturday mr mrs miss ms mx dr prof sir dame year section stay way please dear hello',
  'if so then now what who why how which he she they we you i it buses bus minute minutes mins hour hours mile miles days weeks',
  'quick quiet busy safe close more most half as than only long-distance different'
].join(' ');

/** Before a number they are a day, not a house. */
export const months = 'january february march april may june july august september october november december';

/** What leads to a place in a sentence. */
export const leading =
  'on in along off down at from to near by round around up past behind opposite outside through towards into ar yn yng ym i o ger';

/** Songs, films and programmes: no road unless "on", "in" or a number says so. */
export const famous = 'coronation street,sesame street,abbey road,penny lane,animal farm,privet drive,downing street';

/**
 * 1,024 plain English words, so that a card's code can be said as five of them (ten bits each).
 * Everyday things a child can spell; no two differ by a single letter, none sounds like another word, none is about
 * families, homes or care. The order is part of every printed card: never change it.
 */
export const cardWords: readonly string[] = `
abacus acorn acrobat actor adventure airport alarm album almond alphabet amber anchor angle animal answer antelope antler apple april
apron aquarium arcade arch arena armchair armour artist atlas atom attic author autumn avocado award axle backpack badger badminton bag
bagel bakery balcony ballet balloon bamboo banana banjo bank banner barley barn barrel basket bath bathtub beak beanbag beanstalk beaver
bed bedtime beehive beetle beetroot belt bench bicycle bike bingo bird birthday biscuit bison blackbird blanket blaze block blossom
blouse bluebell blueberry bobble bonfire bonnet bookcase bookmark bookshop boot bottle bottom boulder bounce bowl bowling box bracelet
brain branch brass breakfast breeze brick bridge bright broccoli bronze brook brown brownie brush bucket buckle buffalo bugle builder
bulb bun bunny burger butter buttercup butterfly button cabbage cabin cable cactus cafe calendar calf camel camera camp campfire canal
canary candle canoe canvas captain caramel cardboard cardigan cargo carpet carrot cart cartoon castle catch catfish cedar ceiling celery
cello centre chain chalk cheese cheetah chef cherry chess chestnut chicken chilli chimes chimney chip chipmunk chocolate cinema cinnamon
circle circus city clap clean clever cliff climb clockwork cloth cloud clown coach coastline coat cobbler cobweb cockatoo coconut coffee
coin collar collie colour comb comet comic compass concert cone cook cookie copper coral corner cornflake cottage cotton cow crab
crackers cranberry crane crayon cream cricket crocus crossword cruise crumb crust crystal cube cucumber cup cupboard cupcake curry
curtain cushion custard cutlery cycle daffodil daisy dancer dandelion dartboard daylight december decorate deep delivery denim desert
desk dewdrop diamond diary dice diesel digger dinner dinosaur dish diver dog doll dolphin domino donkey door doorbell doormat dormouse
doughnut dove dozen dragon dragonfly drawer drawing dress driftwood drill drink drive drum duck duckling dumpling dune dust duvet eagle
early earth easel easy echo egg eggshell elbow electric elephant elm emerald emu engine engineer enjoy envelope equal eraser evening
evergreen explorer fabric fact factory falcon farm farmer farmyard feast feather february fence fern ferry festival fiddle field fig
film finch finger firefly fireplace fireworks five flag flamingo flapjack flask flight float floor flute fly foam folder food football
footprint footstep forest fork fossil fountain frame freckle friday friend fringe frisbee frog frost fruit fudge funfair gadget galaxy
gallery game garage garden gardener garlic gecko gentle giant giggle giraffe glass glider glitter globe glow glue goal gold goldfish
goose gosling granite grape gravel gravy green grin ground group guitar gull gum gymnast hairbrush hammer hammock hamster hand handbag
handstand harbour harmony harp harvest hat hawk hazel head headband hedge hedgehog helmet hen herb heron herring hill hilltop hippo
hobby hockey holiday holly honey hopscotch horn hotel hover hug hundred iceberg icicle icing igloo indigo insect iris iron island ivory
ivy jackdaw jacket jaguar january jasmine jaw jazz jelly jellyfish jet jewel jigsaw jingle joke journal journey juggle juice july jumble
jump jumper junior jupiter kangaroo kayak keen kennel kettle keyboard kick kiosk kitchen kite kitten kiwi knee koala label ladder
ladybird lagoon lake lamb lantern laptop large lark lasagne laugh lava lavender lawn leaf leapfrog learn leg lemon lemonade lemur lentil
leopard letter lettuce library lid lifeboat lilac lily lime limestone linen lion list little lizard llama lobster local locket long loop
lorry luggage lullaby lunch macaroni machine magazine magic magnet magpie mandarin mango map maple marble marigold market marmalade
marsh mask mattress maze meadow meerkat melody melon menu mermaid meteor milk milkshake mint minute mirror mistletoe model moment monday
moon moonlight morning mosaic moss moth motor motorbike mouse movie mud muffin mulberry mule mushroom music napkin narrow navy neat neck
necklace needle new newspaper nine noise noodle north note notebook novel november number nut nutmeg oak oasis oatmeal ocean october
octopus olive omelette onion open opera orange orbit orchard orchid organ origami ostrich otter outdoor oval overcoat oxygen oyster page
paint painter pancake panda panel pansy panther paper paprika parachute parade parcel parsley parsnip party passport pasta patchwork
patio peach peacock peanut pearl pebble pelican pencil penguin penny pepper petal piano picnic picture pigeon pillow pilot pineapple
pinecone pink pipe pirate pizza planet plate platform platypus play player plumber poem polar polish pond pool popcorn poppy porcupine
porridge post poster potato pottery powder pretty primrose prince pudding puddle pumpkin puppet purple purse puzzle pyjamas pyramid
quack quarter quartz question quiet quill quiz rabbit raccoon race radio radish raft railway rainbow raincoat raisin raspberry rattle
raven ready recipe reed reindeer ribbon ride robin robot rock roof rooster rope rosemary ruby rucksack ruler runner rustle saddle safari
sailor salad salmon salt sandal sandpit sandwich satellite satin saturday saucer sausage scarecrow scarf science scissors scooter score
screen screw seagull seahorse seal seaside season seaweed seesaw september seven shade shadow shallow shampoo shamrock shark shelf shine
shoe shoelace short shoulder shovel shower shrub shuttle silly silver six skate sketch skip skirt sky skylark sledge sleeve slice
slipper smart smile smooth snack snail snake snow snowball snowdrop snowflake snowman soap soapbox soccer sofa soil south space
spaghetti spanner sparkle sparrow spearmint spider spinach spiral sponge spoon spot spotlight spring spruce square squash squid squirrel
stable stadium stage stamp star starfish starling station statue step stick stone stool stopwatch stork stormy straw stream street
stripe student studio sugar suitcase sultana summer sunbeam sunday sundial sunflower sunrise sunset sunshine supper surf swan sweater
sweetcorn swift swim swing swordfish syrup tablet tadpole talent tangerine target taxi teacher teapot teaspoon telescope tennis tent
terrace theatre thick thimble thistle thousand thread three throne thunder thursday ticket tidy tiger tightrope tile timber tiptoe toast
today tomato tongue toolbox tooth torch tortoise toucan tower town toy track tractor trail trainer treacle treasure treehouse triangle
tricycle trolley trombone trophy trout trumpet trunk tuba tuesday tugboat tulip tunnel turkey turnip turtle tweed twelve twenty twig
twilight twist ukulele umbrella under unicorn unicycle uniform useful valley van vanilla vase vegetable velvet video village vinegar
viola violet violin visit voice volcano vole vowel voyage waffle wagon walk wallpaper walnut walrus waltz wardrobe wasp water waterfall
wax web wednesday weekend west wheat whirlpool whisker white wild windmill window winter wire wolf wombat wonder woodland workshop world
worm wren wrist writer yacht yard year yellow yesterday yoga yoghurt young zebra zero zip zoom
`
  .trim()
  .split(/\s+/);

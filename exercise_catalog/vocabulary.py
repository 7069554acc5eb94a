"""The closed word lists of the catalog. Refuses nothing itself: the compiler holds every exercise file against them."""

from enum import StrEnum


class Kind(StrEnum):
    """What an exercise is for; the balance of a program is counted in kinds."""

    MOBILITY = "mobility"  # moves a joint through a comfortable range, again and again
    FLEXIBILITY = "flexibility"  # holds a muscle long
    CORE_STABILITY = "core_stability"  # keeps the trunk still while something else moves
    STRENGTH = "strength"  # works a muscle against load or body weight
    CARDIO = "cardio"  # raises the pulse gently, low impact
    POSTURE = "posture"  # finds and keeps an upright position
    BREATHING = "breathing"  # breathes and relaxes
    BALANCE = "balance"  # keeps upright on a small base


class Area(StrEnum):
    """The eight pain areas of the intake, and what an exercise serves."""

    NECK = "neck"
    SHOULDERS = "shoulders"
    UPPER_BACK = "upper_back"
    MID_BACK = "mid_back"
    LOWER_BACK = "lower_back"
    HIPS = "hips"
    GLUTES = "glutes"
    LEG = "leg"


class Level(StrEnum):
    """Experience needed; ordered from least to most."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Position(StrEnum):
    """The position that most of the exercise is done in."""

    SUPINE = "supine"
    PRONE = "prone"
    SIDE_LYING = "side_lying"
    QUADRUPED = "quadruped"
    KNEELING = "kneeling"
    SEATED = "seated"
    STANDING = "standing"
    HANGING = "hanging"
    MACHINE = "machine"


class Equipment(StrEnum):
    """What an exercise needs; an exercise lists all of it."""

    NONE = "none"
    CHAIR = "chair"
    WALL = "wall"
    BAND = "band"
    DUMBBELL = "dumbbell"
    KETTLEBELL = "kettlebell"
    BARBELL = "barbell"
    MACHINE = "machine"
    BENCH = "bench"
    STEP = "step"
    BALL = "ball"
    FOAM_ROLLER = "foam_roller"
    STICK = "stick"
    TOWEL = "towel"
    STRAP = "strap"
    ANKLE_WEIGHTS = "ankle_weights"
    PULL_UP_BAR = "pull_up_bar"
    BIKE = "bike"
    POOL = "pool"


class Property(StrEnum):
    """The movement properties that safety rules speak about. Each exercise answers all sixteen."""

    LOADED_SPINAL_FLEXION = "loaded_spinal_flexion"
    END_RANGE_SPINAL_FLEXION = "end_range_spinal_flexion"
    END_RANGE_SPINAL_EXTENSION = "end_range_spinal_extension"
    ROTATION_UNDER_LOAD = "rotation_under_load"
    AXIAL_LOADING_SQUAT_DEADLIFT = "axial_loading_squat_deadlift"
    HIGH_IMPACT = "high_impact"
    PRONE_LYING = "prone_lying"
    SUPINE_LYING = "supine_lying"
    KNEELING_QUADRUPED = "kneeling_quadruped"
    OVERHEAD_ARMS = "overhead_arms"
    WRIST_WEIGHT_BEARING = "wrist_weight_bearing"
    VALSALVA_OR_LONG_ISOMETRIC_HOLD = "valsalva_or_long_isometric_hold"
    INVERSION_HEAD_BELOW_HEART = "inversion_head_below_heart"
    BALANCE_CHALLENGE = "balance_challenge"
    FLOOR_TRANSFER = "floor_transfer"
    END_RANGE_NECK_EXTENSION_ROTATION = "end_range_neck_extension_rotation"


class Target(StrEnum):
    """What an exercise trains, finer than its kind: preference rules and variety are counted in targets."""

    NECK_MOBILITY = "neck_mobility"
    NECK_STRENGTH = "neck_strength"
    SHOULDER_MOBILITY = "shoulder_mobility"
    SHOULDER_STRENGTH = "shoulder_strength"
    SCAPULAR_CONTROL = "scapular_control"
    CHEST_OPENING = "chest_opening"
    THORACIC_MOBILITY = "thoracic_mobility"
    UPPER_BACK_STRENGTH = "upper_back_strength"
    LUMBAR_MOBILITY = "lumbar_mobility"
    LUMBAR_FLEXION_RELIEF = "lumbar_flexion_relief"
    LUMBAR_EXTENSION_RELIEF = "lumbar_extension_relief"
    TRUNK_CONTROL = "trunk_control"
    BACK_EXTENSOR_STRENGTH = "back_extensor_strength"
    ABDOMINAL_STRENGTH = "abdominal_strength"
    HIP_FLEXOR_LENGTH = "hip_flexor_length"
    HIP_MOBILITY = "hip_mobility"
    GLUTE_STRENGTH = "glute_strength"
    LEG_STRENGTH = "leg_strength"
    HAMSTRING_CALF_LENGTH = "hamstring_calf_length"
    NERVE_GLIDE = "nerve_glide"
    AEROBIC = "aerobic"
    BALANCE = "balance"
    RELAXATION = "relaxation"
    UPRIGHT_POSTURE = "upright_posture"


class Muscle(StrEnum):
    """Muscles by anatomical name; trapezius and deltoid by part."""

    ERECTOR_SPINAE = "erector_spinae"
    MULTIFIDUS = "multifidus"
    QUADRATUS_LUMBORUM = "quadratus_lumborum"
    TRANSVERSUS_ABDOMINIS = "transversus_abdominis"
    RECTUS_ABDOMINIS = "rectus_abdominis"
    OBLIQUES = "obliques"
    PELVIC_FLOOR = "pelvic_floor"
    DIAPHRAGM = "diaphragm"
    INTERCOSTALS = "intercostals"
    LATISSIMUS_DORSI = "latissimus_dorsi"
    UPPER_TRAPEZIUS = "upper_trapezius"
    MIDDLE_TRAPEZIUS = "middle_trapezius"
    LOWER_TRAPEZIUS = "lower_trapezius"
    RHOMBOIDS = "rhomboids"
    LEVATOR_SCAPULAE = "levator_scapulae"
    SERRATUS_ANTERIOR = "serratus_anterior"
    TERES_MAJOR = "teres_major"
    ROTATOR_CUFF = "rotator_cuff"
    ANTERIOR_DELTOID = "anterior_deltoid"
    MIDDLE_DELTOID = "middle_deltoid"
    POSTERIOR_DELTOID = "posterior_deltoid"
    PECTORALIS_MAJOR = "pectoralis_major"
    PECTORALIS_MINOR = "pectoralis_minor"
    BICEPS_BRACHII = "biceps_brachii"
    TRICEPS_BRACHII = "triceps_brachii"
    FOREARM_FLEXORS = "forearm_flexors"
    DEEP_NECK_FLEXORS = "deep_neck_flexors"
    NECK_EXTENSORS = "neck_extensors"
    SUBOCCIPITALS = "suboccipitals"
    STERNOCLEIDOMASTOID = "sternocleidomastoid"
    SCALENES = "scalenes"
    GLUTEUS_MAXIMUS = "gluteus_maximus"
    GLUTEUS_MEDIUS = "gluteus_medius"
    GLUTEUS_MINIMUS = "gluteus_minimus"
    PIRIFORMIS = "piriformis"
    DEEP_HIP_ROTATORS = "deep_hip_rotators"
    TENSOR_FASCIAE_LATAE = "tensor_fasciae_latae"
    ILIOPSOAS = "iliopsoas"
    RECTUS_FEMORIS = "rectus_femoris"
    QUADRICEPS = "quadriceps"
    HAMSTRINGS = "hamstrings"
    HIP_ADDUCTORS = "hip_adductors"
    GASTROCNEMIUS = "gastrocnemius"
    SOLEUS = "soleus"
    TIBIALIS_ANTERIOR = "tibialis_anterior"


class Sides(StrEnum):
    """How a dose is counted on a body with two sides."""

    BOTH = "both"  # both sides work at once: the dose is done once
    EACH = "each"  # the whole dose is done for each side


# The hardest difficulty that each level may be given, and so where each level's range ends.
# An exercise's level and difficulty must agree with this; the caps on a person are rules, in YAML.
LEVEL_DIFFICULTY_1_10 = {
    Level.BEGINNER: (1, 4),
    Level.INTERMEDIATE: (5, 7),
    Level.ADVANCED: (8, 10),
}
